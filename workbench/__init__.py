"""Where designers see every fragment in every state, without running a chat. It reads templates, and stores nothing."""
