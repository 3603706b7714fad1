"""The shell that all spaces share: page skeleton, menus, forms, errors."""
