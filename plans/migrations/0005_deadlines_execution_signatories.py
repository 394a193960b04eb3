"""Calendars, events and schedules, evidence, signatories, reports, choices of reminders."""

import datetime
import django.core.validators
import django.db.models.deletion
import plans.models.evidence
from django.conf import settings
from django.db import migrations, models


def fill_sources(apps, schema_editor):
    """Until now every due date came from a date that was written out."""
    occurrence = apps.get_model("plans", "Occurrence")
    known = []
    for one in occurrence.objects.only("pk", "due_on").iterator():
        one.planned_on, one.source = one.due_on, f"date:{one.due_on.isoformat()}"
        known.append(one)
    occurrence.objects.bulk_update(known, ["planned_on", "source"], batch_size=500)


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0005_account_belongs_to_a_committee'),
        ('assessments', '0002_removal_of_protocols'),
        ('plans', '0004_versions_never_overwritten'),
        ('schools', '0002_versions_and_imports'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CalendarDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='день')),
                ('is_working', models.BooleanField(default=False, verbose_name='рабочий')),
                ('name', models.CharField(blank=True, max_length=120, verbose_name='почему')),
            ],
            options={
                'verbose_name': 'день календаря',
                'verbose_name_plural': 'дни календаря',
                'ordering': ['committee', 'day'],
            },
        ),
        migrations.CreateModel(
            name='CalendarFeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token_sha256', models.CharField(max_length=64, unique=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'личный календарь',
                'verbose_name_plural': 'личные календари',
                'ordering': ['-created_at'],
            },
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='событие')),
                ('note', models.TextField(blank=True, verbose_name='пояснение')),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'verbose_name': 'событие',
                'verbose_name_plural': 'события',
                'ordering': ['name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='EventDate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(verbose_name='день')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='что именно')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'наступившее событие',
                'verbose_name_plural': 'наступившие события',
                'ordering': ['-on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('protocol', 'протокол'), ('order', 'приказ'), ('report', 'справка'), ('act', 'акт'), ('link', 'ссылка'), ('photo', 'фото')], max_length=10, verbose_name='вид')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='название, номер и дата документа')),
                ('url', models.URLField(blank=True, max_length=500, verbose_name='ссылка')),
                ('file', models.FileField(blank=True, upload_to=plans.models.evidence.evidence_path, verbose_name='файл')),
                ('original_name', models.CharField(blank=True, max_length=255)),
                ('content_type', models.CharField(blank=True, max_length=100)),
                ('size', models.PositiveIntegerField(default=0)),
                ('sha256', models.CharField(blank=True, max_length=64, verbose_name='SHA-256')),
                ('number', models.PositiveSmallIntegerField(default=1, verbose_name='версия')),
                ('added_at', models.DateTimeField(auto_now_add=True)),
                ('state', models.CharField(choices=[('given', 'на проверке'), ('accepted', 'принято'), ('returned', 'возвращено')], default='given', max_length=10, verbose_name='состояние')),
                ('remark', models.TextField(blank=True, verbose_name='замечание')),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'подтверждение',
                'verbose_name_plural': 'подтверждения',
                'ordering': ['occurrence', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ExecutionReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('period_from', models.DateField(verbose_name='период с')),
                ('period_to', models.DateField(verbose_name='по')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('accepted_at', models.DateTimeField(blank=True, null=True)),
                ('content', models.JSONField(default=dict)),
                ('pdf', models.BinaryField(default=bytes)),
                ('docx', models.BinaryField(default=bytes)),
                ('sha256', models.CharField(blank=True, max_length=64, verbose_name='SHA-256 файла PDF')),
            ],
            options={
                'verbose_name': 'информация об исполнении',
                'verbose_name_plural': 'информация об исполнении',
                'ordering': ['-period_to', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='PlanSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('moving', models.CharField(choices=[('preceding', 'на предшествующий рабочий день'), ('next', 'на следующий рабочий день'), ('none', 'не переносится')], default='preceding', max_length=10, verbose_name='срок в нерабочий день переносится')),
                ('moving_source', models.CharField(default='правило исполнительской дисциплины', max_length=300, verbose_name='основание')),
                ('escalate_after', models.PositiveSmallIntegerField(default=5, verbose_name='сообщать контролирующему о просрочке через, дней')),
                ('horizons', models.JSONField(default=dict, verbose_name='за сколько дней напоминать, по видам сроков')),
                ('changed_at', models.DateTimeField(auto_now=True)),
            ],
            options={
                'verbose_name': 'настройки сроков',
                'verbose_name_plural': 'настройки сроков',
            },
        ),
        migrations.CreateModel(
            name='Postponement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_before', models.DateField(verbose_name='прежний срок')),
                ('due_after', models.DateField(verbose_name='новый срок')),
                ('reason', models.TextField(verbose_name='причина')),
                ('asked_at', models.DateTimeField(auto_now_add=True)),
                ('decision', models.CharField(choices=[('asked', 'ждёт решения'), ('agreed', 'согласован'), ('refused', 'отклонён')], default='asked', max_length=10, verbose_name='решение')),
                ('remark', models.TextField(blank=True, verbose_name='пояснение к решению')),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'перенос срока',
                'verbose_name_plural': 'переносы сроков',
                'ordering': ['occurrence', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Publication',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('published_at', models.DateTimeField(auto_now_add=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'публикация',
                'verbose_name_plural': 'публикации',
                'ordering': ['-published_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ReadingLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
            ],
            options={
                'verbose_name': 'чего ждёт срок',
                'verbose_name_plural': 'чего ждут сроки',
                'ordering': ['activity', 'position'],
            },
        ),
        migrations.CreateModel(
            name='ReminderChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hour', models.PositiveSmallIntegerField(default=8, validators=[django.core.validators.MaxValueValidator(23)], verbose_name='час письма')),
                ('kinds', models.JSONField(default=list, verbose_name='о чём писать')),
                ('is_off', models.BooleanField(default=False, verbose_name='писем не присылать')),
            ],
            options={
                'verbose_name': 'выбор напоминаний',
                'verbose_name_plural': 'выбор напоминаний',
            },
        ),
        migrations.CreateModel(
            name='Schedule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='график')),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'verbose_name': 'график',
                'verbose_name_plural': 'графики',
                'ordering': ['name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ScheduleDate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(verbose_name='день')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='что назначено')),
            ],
            options={
                'verbose_name': 'дата графика',
                'verbose_name_plural': 'даты графика',
                'ordering': ['schedule', 'on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='SchoolQuarter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('school_year', models.PositiveSmallIntegerField(verbose_name='учебный год, с сентября')),
                ('number', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(4)], verbose_name='четверть')),
                ('ends_on', models.DateField(verbose_name='последний день')),
            ],
            options={
                'verbose_name': 'учебная четверть',
                'verbose_name_plural': 'учебные четверти',
                'ordering': ['committee', 'school_year', 'number'],
            },
        ),
        migrations.CreateModel(
            name='Signatory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=1, verbose_name='порядок')),
                ('kind', models.CharField(choices=[('approved', 'УТВЕРЖДАЮ'), ('agreed', 'СОГЛАСОВАНО')], default='agreed', max_length=10, verbose_name='вид')),
                ('signed_at', models.DateTimeField(blank=True, null=True)),
                ('signed_outline', models.CharField(blank=True, max_length=64)),
            ],
            options={
                'verbose_name': 'подписант',
                'verbose_name_plural': 'подписанты',
                'ordering': ['plan', 'position', 'pk'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='occurrence',
            name='occurrence_once_per_day_and_school',
        ),
        migrations.RemoveConstraint(
            model_name='occurrence',
            name='occurrence_once_per_day',
        ),
        migrations.AddField(
            model_name='activity',
            name='evidence_kinds',
            field=models.JSONField(default=list, verbose_name='чем подтверждается'),
        ),
        migrations.AddField(
            model_name='activity',
            name='origin',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='plans.activity'),
        ),
        migrations.AddField(
            model_name='occurrence',
            name='planned_on',
            field=models.DateField(default=datetime.date(2000, 1, 1), verbose_name='срок по плану'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='occurrence',
            name='source',
            field=models.CharField(default='date:', max_length=40, verbose_name='откуда срок'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='plan',
            name='amends',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plans.plan', verbose_name='вносит изменения в план'),
        ),
        migrations.AddField(
            model_name='plan',
            name='annex',
            field=models.CharField(blank=True, max_length=120, verbose_name='приложение'),
        ),
        migrations.AddField(
            model_name='plan',
            name='copied_from',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='plans.plan', verbose_name='составлен по плану'),
        ),
        migrations.AddField(
            model_name='plan',
            name='is_template',
            field=models.BooleanField(default=False, verbose_name='образец'),
        ),
        migrations.AddField(
            model_name='plan',
            name='numbering',
            field=models.CharField(choices=[('through', 'сквозная: 1, 2, 3'), ('per-section', 'заново в каждом разделе'), ('dotted', 'с номером раздела: 1.1, 1.2'), ('by-hand', 'вручную')], default='by-hand', max_length=12, verbose_name='нумерация'),
        ),
        migrations.AddField(
            model_name='planversion',
            name='token',
            field=models.CharField(max_length=43, null=True, verbose_name='ключ страницы подлинности'),
        ),
        migrations.AddField(
            model_name='section',
            name='origin',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='plans.section'),
        ),
        migrations.AlterField(
            model_name='approval',
            name='decision',
            field=models.CharField(choices=[('submitted', 'отправлен на согласование'), ('returned', 'возвращён с замечаниями'), ('approved', 'утверждён'), ('commented', 'замечание'), ('withdrawn', 'отозван составителем'), ('agreed', 'согласован')], max_length=10, verbose_name='решение'),
        ),
        migrations.AlterField(
            model_name='digest',
            name='kind',
            field=models.CharField(choices=[('morning', 'утренняя сводка'), ('weekly', 'недельная сводка руководителю')], default='morning', max_length=10, verbose_name='вид'),
        ),
        migrations.AlterField(
            model_name='occurrence',
            name='state',
            field=models.CharField(choices=[('planned', 'запланировано'), ('in-progress', 'в работе'), ('postponed', 'срок перенесён'), ('done', 'исполнено'), ('not-done', 'не исполнено'), ('not-applicable', 'не требуется')], default='planned', max_length=16, verbose_name='состояние'),
        ),
        migrations.AlterField(
            model_name='plan',
            name='status',
            field=models.CharField(choices=[('draft', 'черновик'), ('review', 'на согласовании'), ('approved', 'утверждён'), ('merged', 'изменения внесены')], default='draft', max_length=10, verbose_name='состояние'),
        ),
        migrations.RunPython(fill_sources, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='occurrence',
            constraint=models.UniqueConstraint(fields=('activity', 'source', 'school'), name='occurrence_once_per_source_and_school'),
        ),
        migrations.AddConstraint(
            model_name='occurrence',
            constraint=models.UniqueConstraint(condition=models.Q(('school__isnull', True)), fields=('activity', 'source'), name='occurrence_once_per_source'),
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.UniqueConstraint(condition=models.Q(('status__in', ('draft', 'review'))), fields=('amends',), name='plan_one_open_amendment', violation_error_message='Изменения в этот план уже готовятся.'),
        ),
        migrations.AddConstraint(
            model_name='planversion',
            constraint=models.UniqueConstraint(condition=models.Q(('token__isnull', False)), fields=('token',), name='plan_version_token_once'),
        ),
        migrations.AddField(
            model_name='calendarday',
            name='committee',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.committee'),
        ),
        migrations.AddField(
            model_name='calendarfeed',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='event',
            name='committee',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.committee'),
        ),
        migrations.AddField(
            model_name='eventdate',
            name='event',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='dates', to='plans.event'),
        ),
        migrations.AddField(
            model_name='eventdate',
            name='recorded_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='eventdate',
            name='session',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='assessments.session'),
        ),
        migrations.AddField(
            model_name='evidence',
            name='added_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='evidence',
            name='decided_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='evidence',
            name='occurrence',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='plans.occurrence'),
        ),
        migrations.AddField(
            model_name='evidence',
            name='replaces',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='plans.evidence'),
        ),
        migrations.AddField(
            model_name='executionreport',
            name='accepted_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='executionreport',
            name='created_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='executionreport',
            name='plan',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='plans.plan'),
        ),
        migrations.AddField(
            model_name='plansettings',
            name='changed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='plansettings',
            name='committee',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.committee'),
        ),
        migrations.AddField(
            model_name='postponement',
            name='asked_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='postponement',
            name='decided_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='postponement',
            name='occurrence',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='postponements', to='plans.occurrence'),
        ),
        migrations.AddField(
            model_name='publication',
            name='published_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='publication',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='publications', to='plans.planversion'),
        ),
        migrations.AddField(
            model_name='publication',
            name='withdrawn_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='readinglink',
            name='activity',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reading_links', to='plans.activity'),
        ),
        migrations.AddField(
            model_name='readinglink',
            name='event',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plans.event'),
        ),
        migrations.AddField(
            model_name='reminderchoice',
            name='person',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.person'),
        ),
        migrations.AddField(
            model_name='schedule',
            name='committee',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.committee'),
        ),
        migrations.AddField(
            model_name='schedule',
            name='procedure',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assessments.procedure', verbose_name='даты берутся из проведений процедуры'),
        ),
        migrations.AddField(
            model_name='readinglink',
            name='schedule',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plans.schedule'),
        ),
        migrations.AddField(
            model_name='scheduledate',
            name='schedule',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='dates', to='plans.schedule'),
        ),
        migrations.AddField(
            model_name='schoolquarter',
            name='committee',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.committee'),
        ),
        migrations.AddField(
            model_name='signatory',
            name='plan',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='signatories', to='plans.plan'),
        ),
        migrations.AddField(
            model_name='signatory',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='calendarday',
            constraint=models.UniqueConstraint(fields=('committee', 'day'), name='calendar_day_once'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.UniqueConstraint(fields=('committee', 'name'), name='event_once'),
        ),
        migrations.AddConstraint(
            model_name='evidence',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('url', ''), models.Q(('file', ''), _negated=True)), models.Q(models.Q(('url', ''), _negated=True), ('file', '')), _connector='OR'), name='evidence_is_file_or_link'),
        ),
        migrations.AddConstraint(
            model_name='executionreport',
            constraint=models.CheckConstraint(condition=models.Q(('period_to__gte', models.F('period_from'))), name='execution_report_period_ends_after_start', violation_error_message='Период заканчивается раньше, чем начинается.'),
        ),
        migrations.AddConstraint(
            model_name='postponement',
            constraint=models.UniqueConstraint(condition=models.Q(('decision', 'asked')), fields=('occurrence',), name='postponement_one_open'),
        ),
        migrations.AddConstraint(
            model_name='publication',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('version',), name='publication_one_standing'),
        ),
        migrations.AddConstraint(
            model_name='schedule',
            constraint=models.UniqueConstraint(fields=('committee', 'name'), name='schedule_once'),
        ),
        migrations.AddConstraint(
            model_name='readinglink',
            constraint=models.UniqueConstraint(fields=('activity', 'position'), name='reading_link_once'),
        ),
        migrations.AddConstraint(
            model_name='readinglink',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('event__isnull', False), ('schedule__isnull', True)), models.Q(('event__isnull', True), ('schedule__isnull', False)), _connector='OR'), name='reading_link_is_event_or_schedule'),
        ),
        migrations.AddConstraint(
            model_name='scheduledate',
            constraint=models.UniqueConstraint(fields=('schedule', 'on', 'note'), name='schedule_date_once'),
        ),
        migrations.AddConstraint(
            model_name='schoolquarter',
            constraint=models.UniqueConstraint(fields=('committee', 'school_year', 'number'), name='school_quarter_once'),
        ),
        migrations.AddConstraint(
            model_name='signatory',
            constraint=models.UniqueConstraint(fields=('plan', 'user'), name='signatory_once_per_plan'),
        ),
        migrations.AddConstraint(
            model_name='signatory',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'approved')), fields=('plan',), name='signatory_one_approves', violation_error_message='Утверждает план один человек.'),
        ),
    ]
