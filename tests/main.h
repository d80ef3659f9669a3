/*
 * Before each unit test that is linked into the one program of tests/units.c: the Makefile calls
 * its main unit_NAME, which needs a prototype as main does not.
 */
int main(void);
