/* `migrate` for any chain of revisions that do nothing: it is read from the file that $CHAIN names, or "chain", parents first,
 *
 *     c1 : a1 b1 : depends_on : labels : message
 */
#include <aludel/generated.h>
#include <aludel/main.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

ALUDEL_GENERATED_FOR(ALUDEL_LAYOUT);

enum { MOST = 12000, WORDS = 64 };

static struct aludel_migration chain[MOST];
static uint32_t count;

/* As long as the program; nothing of it is given back. */
static void *take(size_t size)
{
    static _Alignas(16) char pool[64 << 20];
    static size_t used;
    void *taken = pool + used;
    used += (size + 15) / 16 * 16;
    if (used > sizeof pool)
        exit(98);
    return taken;
}

static bool nothing(struct aludel_op *op) { return aludel_ok(op); }

static uint32_t find(const char *id)
{
    uint32_t i = count;
    while (i && strcmp(chain[i - 1].id, id) != 0)
        i--;
    if (!i)
        exit(99);
    return i - 1;
}

static void link_to(struct aludel_links *links, uint32_t r)
{
    uint32_t *all = take((links->count + 1) * sizeof *all);
    for (uint32_t i = 0; i < links->count; i++)
        all[i] = links->at[i];
    all[links->count++] = r;
    links->at = all;
}

static char *cut(char **text, const char *end)
{
    char *word = *text ? *text : "", *at = strstr(word, end);
    *text = at ? at + strlen(end) : NULL;
    if (at)
        *at = 0;
    return word;
}

static struct aludel_names words(char *text)
{
    const char **all = take(WORDS * sizeof *all);
    struct aludel_names names = {0, all};
    for (char *word = strtok(text, " "); word; word = strtok(NULL, " "))
        all[names.count++] = word;
    return names;
}

static void link_all(uint32_t r, const struct aludel_names *parents)
{
    struct aludel_migration *m = &chain[r];
    for (uint32_t i = 0; i < parents->count; i++) {
        link_to(&m->parents, find(parents->at[i]));
        link_to(&m->needs, find(parents->at[i]));
        link_to(&chain[find(parents->at[i])].children, r);
    }
    const struct aludel_names *depends_on = &m->rare->depends_on;
    for (uint32_t i = 0; i < depends_on->count; i++) {
        link_to(&m->needs, find(depends_on->at[i]));
        link_to(&chain[find(depends_on->at[i])].dependents, r);
    }
}

static void add(char *line)
{
    char *rest = strcpy(take(strlen(line) + 1), line), *file = take(80);
    rest[strcspn(rest, "\n")] = 0;
    struct aludel_migration *m = &chain[count];
    m->id = cut(&rest, " :");
    struct aludel_names parents = words(cut(&rest, ":"));
    struct aludel_rare *rare = take(sizeof *rare);
    memset(rare, 0, sizeof *rare);
    rare->depends_on = words(cut(&rest, ":"));
    rare->labels = rare->own_labels = words(cut(&rest, ":"));
    m->rare = rare;
    m->message = rest ? rest + strspn(rest, " ") : "";
    snprintf(file, 80, "versions/%s.mako", m->id);
    m->file = file;
    m->ways[0].run = m->ways[1].run = nothing;
    link_all(count, &parents);
    count++;
}

int main(int argc, char **argv)
{
    static char line[4096];
    const char *name = getenv("CHAIN");
    FILE *file = fopen(name ? name : "chain", "r");
    while (file && count < MOST && fgets(line, sizeof line, file))
        add(line);
    const struct aludel_registry registry = {
        .layout = ALUDEL_LAYOUT, .name = "chain", .tool_version = "0.1.0",
        .drivers = {&aludel_sqlite_driver}, .count = count, .migrations = chain,
        .settings = {
            .dialects = "sqlite", .url = "sqlite:///chain.db", .url_env = "", .env_file = "",
            .version_table = "alembic_version", .version_table_schema = "", .log_table = "aludel_log",
            .log_table_schema = "", .version_locations = "versions", .recursive_version_locations = "no",
            .file_template = "", .transaction = "migration", .role = "", .search_path = "",
            .application_name = "aludel", .lock_timeout = "0", .statement_timeout = "0", .wait = "10min",
            .retries = "0", .newer = "refuse", .pooled = "no", .single_head = "no", .allow_c = "yes",
        },
    };
    return aludel_main(argc, argv, &registry);
}
