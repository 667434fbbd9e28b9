"""The interview as a web page of this computer; needs no JavaScript."""
