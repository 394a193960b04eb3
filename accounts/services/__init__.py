"""Decisions about people, long work, scans, and how long files are kept."""

from accounts.services.jobs import (
    SILENCE,
    do_at_once,
    return_dead_jobs,
    start_job,
    take_up_dead_jobs,
)
from accounts.services.people import (
    INVITATION_LASTS,
    InvitationMade,
    PersonFacts,
    accept_invitation,
    add_person,
    block_account,
    change_person,
    change_role,
    find_open_invitation,
    hash_token,
    invitation_path,
    invite_person,
    unblock_account,
    withdraw_invitation,
)

__all__ = [
    "INVITATION_LASTS",
    "SILENCE",
    "InvitationMade",
    "PersonFacts",
    "accept_invitation",
    "add_person",
    "block_account",
    "change_person",
    "change_role",
    "do_at_once",
    "find_open_invitation",
    "hash_token",
    "invitation_path",
    "invite_person",
    "return_dead_jobs",
    "start_job",
    "take_up_dead_jobs",
    "unblock_account",
    "withdraw_invitation",
]
