"""From a diagnosis to a page that a runner can act on and a coach or physiotherapist can check."""
