"""Who sees the log of backups: the director, who answers for it, and the administrator. All records
of a school are taken away by the administrator or the director alone."""

import rules

from school.permissions import is_administrator, is_director

rules.add_perm("archive.view_backups", is_director | is_administrator)
rules.add_perm("archive.export_school", is_director | is_administrator)
