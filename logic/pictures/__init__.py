"""Pictures as pure descriptions: drawn by plotly on the screen and by the PDF library on paper, told in words for all."""
