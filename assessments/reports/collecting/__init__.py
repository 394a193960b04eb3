"""«Ход ВПР»: the state of a procedure by school and work."""

from assessments.reports.collecting.board import PAGE, PRINT_LIMIT, Board, Wanted, board, board_mark
from assessments.reports.collecting.cells import CellState

__all__ = ["PAGE", "PRINT_LIMIT", "Board", "CellState", "Wanted", "board", "board_mark"]
