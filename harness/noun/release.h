/*
 * A release of real Go that runs the cases' Go.
 */
#ifndef ESC_NOUN_RELEASE_H
#define ESC_NOUN_RELEASE_H

struct esc_go {
    char *command; /* as it was given: "go", "/usr/local/go/bin/go" */
    char *version; /* "go1.19.8", as `go version` says */
    char *target;  /* "linux/amd64" */
    int minor;     /* 19 */
};

/* Frees everything inside and zeroes. */
void esc_go_free(struct esc_go *go);

#endif
