/* dump.c: reads the files it is given and writes their trees, or their diagnostics when there are any. With
 * -t: their tokens as the checksum sees them. A script whose name begins with "lenient" is read leniently. After each
 * file a line with a form feed. */
#include "base/diag.h"
#include "base/files.h"
#include "lang/parse.h"

#include <stdio.h>
#include <string.h>

static void write_text(struct aludel_text t)
{
    fwrite(t.z, 1, t.n, stdout);
}

static void write_token(struct token_sink *sink, struct aludel_text token)
{
    (void)sink;
    fputs("code: ", stdout);
    write_text(token);
    putchar('\n');
}

static void write_sql(struct token_sink *sink, struct aludel_text text)
{
    (void)sink;
    fputs("sql: ", stdout);
    write_text(text);
    putchar('\n');
}

static struct file *parsed(struct arena *a, struct source *source, struct diagnostics *d)
{
    if (strstr(source->path, ".sql"))
        return parse_sql_file(a, source, d);
    if (strstr(source->path, ".py"))
        return parse_python_file(a, source, d, strncmp(source->shown, "lenient", 7) == 0);
    return parse_template(a, source, d);
}

static void dump(struct arena *a, struct source *source, bool tokens)
{
    struct diagnostics d = {.arena = a};
    struct file *f = parsed(a, source, &d);
    struct token_sink sink = {write_token, write_sql};
    if (d.list.count)
        write_text(diag_render(&d, a, false));
    else if (tokens)
        parse_tokens(a, source, f->form, &sink);
    else
        write_text(print_tree(a, f));
    puts("\f");
}

int main(int count, char **args)
{
    jmp_buf no_memory;
    struct arena a;
    bool tokens = count > 1 && strcmp(args[1], "-t") == 0;
    if (setjmp(no_memory))
        return 3;
    arena_init(&a, &no_memory);
    for (int i = tokens ? 2 : 1; i < count; i++) {
        struct aludel_text text;
        const char *why;
        if (!real_disk.read(NULL, &a, args[i], &text, &why)) {
            fprintf(stderr, "%s: %s\n", args[i], why);
            return 2;
        }
        dump(&a, source_from_text(&a, args[i], path_base(args[i]), text), tokens);
    }
    arena_free(&a);
    return 0;
}
