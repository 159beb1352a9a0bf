"""Pictures as pure descriptions: drawn by plotly on the screen, by the PDF library on paper, and told in words."""
