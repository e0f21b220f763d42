"""Everything a page says of a place, as plain data: `wholeplace.profile.make.profile`.

    from wholeplace.profile.make import profile
    found = profile(snapshot, register, "KEN", PeerChoice("like", 12))

It knows no area: it asks the registry (`wholeplace.areas`) for sections and puts each indicator beside its peers.
"""
