"""Compares recovered placements with a truth."""
import os

from truth import Place


def named(placement):
    """The places that a placement names: its own, and its alternatives."""
    return {Place(os.path.realpath('/' + one['archive'].lstrip('/')), one['member'], one['section'])
            for one in [placement, *placement['alternatives']]}


class Score:
    """What was placed, wrong, hedged (right, among alternatives that nothing tells apart) and missed.

    A placement is wrong where none of those it names is right, or its size is not the true one. One that names what can be told
    from the true section beside it is not found; it is counted as missed, and in wide.
    """

    def __init__(self, truth, placements):
        at = {entry.address: entry for entry in truth}
        asked = {address: entry.size for address, entry in at.items() if not entry.own}
        found, wide, self.wrong, self.placed, self.hedged = set(), set(), [], 0, 0
        for placement in placements:
            if not placement['executable'] or placement['evidence'] != 'exact' or not placement['size']:
                continue
            self.placed += 1
            address, names = int(placement['address'], 16), named(placement)
            entry = at.get(address)
            if not entry or not names & entry.right or placement['size'] != entry.size:
                self.wrong.append((placement, entry))
            elif names - entry.right - entry.twins:
                wide.add(address)
            else:
                found.add(address)
                self.hedged += not names <= entry.right
        found &= set(asked)
        self.wide = len(wide - found)
        self.sections, self.found_sections = len(asked), len(found)
        self.bytes, self.found_bytes = sum(asked.values()), sum(asked[address] for address in found)
        self.missed = sorted((at[address] for address in set(asked) - found), key=lambda entry: -entry.size)
