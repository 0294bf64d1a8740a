"""Who sees the log of backups: the director, who answers for it, and the administrator."""

import rules

from school.permissions import is_administrator, is_director

rules.add_perm("archive.view_backups", is_director | is_administrator)
