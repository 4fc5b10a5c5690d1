"""What tests are given to work with: private servers, found programs, a running site."""
