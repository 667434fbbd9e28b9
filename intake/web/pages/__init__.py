"""The pages: each a function from a visit to what is shown, with its values as plain shapes."""
