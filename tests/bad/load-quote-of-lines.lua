return case { name = "load-quote-of-lines" [[ of
many lines ]] }
