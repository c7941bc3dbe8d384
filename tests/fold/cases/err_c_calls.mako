<%def name="upgrade()">
SELECT ${two(1)}, ${bad(1)}, ${nothing(1)}, ${two(a=1, b=2)};
SELECT ${pointer()}, ${narrow(1, 2)}, ${callback(1)}, ${any(1, 2)};
</%def>
<%c>
int64_t two(int64_t a, int64_t b);
int bad(int a);
void nothing(int64_t a);
unsigned char *pointer(void);
int64_t narrow(int64_t a, long /* not int64_t */ b);
int64_t callback(int64_t (*f)(int64_t));
int64_t any(int64_t count, ...);
</%c>
<%def name="downgrade()">
</%def>
