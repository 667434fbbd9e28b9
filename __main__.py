"""`python -m surefoot` does what the command `surefoot` does."""

from surefoot.cli import main

if __name__ == "__main__":
    main()
