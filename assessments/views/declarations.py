"""What the head of a school declares of its results."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.errors import RuleViolation, is_allowed
from accounts.http import PortalRequest
from assessments import permissions
from assessments.forms import DeclarationForm
from assessments.models import Declaration, Procedure
from assessments.reports.declarations import facts_of
from assessments.services import declarations
from schools.models import School


@require_http_methods(["GET", "HEAD", "POST"])
def declaration_school(request: PortalRequest, procedure_id: int, school_id: int) -> HttpResponse:
    """All that a school has declared of a procedure, and the form where it may declare."""
    schools = School.objects.visible_to(request.user)
    school = get_object_or_404(schools, pk=school_id)
    procedures = Procedure.objects.visible_to(request.user)
    procedure = get_object_or_404(procedures, pk=procedure_id)
    form = DeclarationForm(request.POST or None, points=declarations.POINTS)
    if request.method == "POST" and form.is_valid():
        try:
            signed = declarations.sign_declaration(
                procedure_id=procedure.pk,
                school_id=school.pk,
                now=timezone.now(),
                by=request.user,
                **form.cleaned_data,
            )
        except RuleViolation as violation:
            form.add_error(None, str(violation))
        else:
            messages.success(request, "Заявление подписано и сохранено без возможности правки.")
            return redirect(signed)
    facts = facts_of(procedure, school)
    said = Declaration.objects.filter(procedure=procedure, school=school).for_table()
    context = {
        "procedure": procedure,
        "school": school,
        "form": form,
        "facts": facts,
        "is_complete": bool(facts) and not any(each.gap for each in facts),
        "head": declarations.head_of(school),
        "said": said,
        "standing": next((each for each in said if each.is_standing), None),
        "may_declare": is_allowed(permissions.check_can_declare, request.user),
    }
    status = 422 if form.errors else 200
    return render(request, "assessments/declaration_school.html", context, status=status)


@require_safe
def declaration_detail(request: PortalRequest, declaration_id: int) -> HttpResponse:
    """One declaration as it was signed, for the screen and for paper."""
    visible = Declaration.objects.visible_to(request.user).for_table()
    declaration = get_object_or_404(visible, pk=declaration_id)
    return render(request, "assessments/declaration_detail.html", {"declaration": declaration})
