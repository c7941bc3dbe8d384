#include "compile.h"

#include "emit/sums.h"
#include "fold/fold.h"
#include "model/cut.h"

/* Every pass says what it can, also behind one that failed: of what isn't broken itself. */
static bool understood(struct environment *e, const struct compile_options *options)
{
    bool whole = environment_read(e, options->folder, options->dialects);
    whole = revisions_read(e) && whole;
    whole = revisions_link(e) && whole;
    whole = fold_environment(e) && whole && fold_originals(e);
    whole = whole && (!options->check_only || check_compatible(e, options->compatible));
    return whole && (!options->reversible || check_reversible(e)) &&
           chain_cut(e, options->since, options->since_count);
}

bool compile(struct environment *e, const struct compile_options *options, struct outputs *out)
{
    if (!understood(e, options))
        return false;
    sums_of_files(e);
    if (options->emit.embedded && !image_fits(e))
        return false;
    if (!options->check_only)
        emit_environment(e, &options->emit, out);
    return e->diagnostics->errors == 0;
}
