<%c>
int x;
