"""Pictures as places on a canvas; the templates in `templates/svg` draw them."""
