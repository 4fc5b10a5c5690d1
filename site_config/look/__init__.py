"""How the site looks without anybody writing code: its name, logo, colours and words of welcome, all from Admin.

``shown`` is what pages show of it, remembered by each process; ``colours`` computes contrasts, ``palette`` what the
stylesheets' colours become, ``views`` the stylesheet and the logo, under addresses that change with what is in them.
"""
