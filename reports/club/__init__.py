"""The club page: a finished screening of many runners on a few pages, nobody singled out."""
