"""OneRoster 1.1 and 1.2 CSV packages (1EdTech): rosters exported by another system."""

from __future__ import annotations


def register_package() -> None:
    """Tell the framework of this kind of package (called once, when the app is ready)."""
    from core.imports.sheets import PackageKind, packages
    from school.imports.oneroster.package import is_package
    from school.imports.oneroster.planning import plan_packages

    packages.append(PackageKind(key="oneroster", fits=is_package, plan=plan_packages, order=0))
