// Lets main.go declare functions without a body: they are the runtime's own.
