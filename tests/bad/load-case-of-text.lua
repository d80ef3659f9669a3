return case "load-case-of-text"
