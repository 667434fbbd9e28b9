"""Several results of one runner on one picture, all worked out with the rules of today."""
