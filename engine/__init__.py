"""Knowledge, meaning and inference; imports no other part of Surefoot."""
