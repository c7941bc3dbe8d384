/*
 * cli_templates.h: the environments that `init` makes: the folder templates/, built in, and other files that are.
 * cmake/AludelTemplates.cmake makes the constant data of them.
 */
#ifndef TOOL_TEMPLATES_H
#define TOOL_TEMPLATES_H

struct template_file {
    const char *path; /* in the environment; NULL behind the last one */
    const char *text; /* NUL behind it */
};

struct template_folder {
    const char *name; /* NULL behind the last one */
    const struct template_file *files;
};

extern const struct template_folder template_folders[];
/* Of the shells: one folder, a file for each (completion/templates). */
extern const struct template_folder completion_skeletons[];

#endif
