return case { title = "load-quote-of-lines" [[ of
many lines ]] }
