/* sqlite_literal.c: what SQLite takes behind DEFAULT without parentheses. */
#include "sql/dialect.h"

#include <string.h>

/* Where the quote that is opened at `i` is closed. */
static size_t end_of_quote(struct aludel_text t, size_t i)
{
    char close = (char)(t.z[i] == '[' ? ']' : t.z[i]);
    for (i++; i < t.n && (t.z[i] != close || (close != ']' && i + 1 < t.n && t.z[i + 1] == close));)
        i += t.z[i] == close ? 2 : 1;
    return i;
}

/* What is opened at the beginning is closed by the last character. */
static bool is_parenthesised(struct aludel_text t)
{
    int depth = 0;
    for (size_t i = 0; i < t.n; i++) {
        if (strchr("'\"[`", t.z[i]))
            i = end_of_quote(t, i);
        if (i >= t.n)
            return false;
        depth += t.z[i] == '(' ? 1 : t.z[i] == ')' ? -1 : 0;
        if (depth == 0)
            return i + 1 == t.n;
    }
    return false;
}

static bool begins_blob(struct aludel_text t)
{
    return t.n > 1 && (t.z[0] == 'x' || t.z[0] == 'X') && t.z[1] == '\'';
}

/* DEFAULT takes a literal or one word bare, in whatever quotes, with a sign; everything else in parentheses. */
bool is_default_literal(struct aludel_text t)
{
    size_t n = 0;
    if (t.n && t.z[0] == '(')
        return is_parenthesised(t);
    if (t.n && (t.z[0] == '+' || t.z[0] == '-'))
        for (n = 1; n < t.n && t.z[n] == ' ';)
            n++;
    t = (struct aludel_text){t.z + n, t.n - n};
    n = begins_blob(t);
    if (t.n && strchr("'\"[`", t.z[n]))
        return end_of_quote(t, n) + 1 == t.n;
    while (n < t.n && (strchr("+-._", t.z[n]) || (t.z[n] >= '0' && t.z[n] <= '9') ||
                       (t.z[n] >= 'a' && t.z[n] <= 'z') || (t.z[n] >= 'A' && t.z[n] <= 'Z')))
        n++;
    return n == t.n;
}
