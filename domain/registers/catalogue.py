"""The registers, column by column, in the words of the forms staff know."""

from collections.abc import Mapping

from domain.registers.fields import Kind, Register
from domain.registers.forms_reports import REPORT_RECEIPT
from domain.registers.forms_targets import TARGET_VALUE
from domain.registers.forms_tasks import FUNDING, TASK_STATUS
from domain.registers.forms_units import RECOGNITION, REGISTERED_PLAN

REGISTERS: Mapping[Kind, Register] = {
    register.kind: register
    for register in (
        RECOGNITION,
        REGISTERED_PLAN,
        TASK_STATUS,
        FUNDING,
        TARGET_VALUE,
        REPORT_RECEIPT,
    )
}
