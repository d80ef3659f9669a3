error("\27[31mred \u{202E}x")
