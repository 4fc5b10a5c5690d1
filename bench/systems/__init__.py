"""What is measured: Parley and the baselines, each behind the same few methods."""
