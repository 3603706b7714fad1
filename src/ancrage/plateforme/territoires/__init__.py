"""Stored perimeters: dated lists of communes, as signed and as of today."""
