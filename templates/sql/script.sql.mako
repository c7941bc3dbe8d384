## New migrations are made of this by `aludel revision`. Here ${} pastes, and the rest stays as it is.
-- ${message.replace("\n", "\n-- ")}
--
-- Create Date: ${create_date}
--
-- revision: ${up_revision}
-- down_revision: ${down_revision or "None" | comma}
% if branch_labels:
-- branch_labels: ${branch_labels | comma}
% endif
% if depends_on:
-- depends_on: ${depends_on | comma}
% endif
% if compatible_with:
-- compatible_with: ${compatible_with | comma}
% endif

-- aludel:upgrade

-- aludel:downgrade
