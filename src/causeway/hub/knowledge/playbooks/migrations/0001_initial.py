"""Drafts, reviews, versions and adoptions of playbooks."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="PlaybookAdoption",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("organisation_id", models.UUIDField()),
                ("code", models.CharField(max_length=60)),
                ("document", models.JSONField()),
                ("version_id", models.UUIDField(null=True)),
                ("standard", models.JSONField()),
                ("reasons", models.JSONField(default=dict)),
                ("is_adapted", models.BooleanField()),
                ("kept_version", models.CharField(blank=True, max_length=20)),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("decided_by_id", models.UUIDField()),
                ("decided_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["organisation_id", "code", "decided_at"], name="playbooks_p_organis_4848ef_idx"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PlaybookDraft",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("organisation_id", models.UUIDField()),
                ("code", models.CharField(max_length=60)),
                ("document", models.JSONField()),
                ("state", models.CharField(default="writing", max_length=20)),
                ("author_ids", models.JSONField(default=list)),
                ("standard", models.JSONField(null=True)),
                ("reasons", models.JSONField(default=dict)),
                ("note", models.CharField(blank=True, max_length=500)),
                ("is_shared", models.BooleanField(default=False)),
                ("started_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                ("version_id", models.UUIDField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("writing", "in_review"))),
                        fields=("organisation_id", "code"),
                        name="one_open_draft_of_a_playbook",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PlaybookReview",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("organisation_id", models.UUIDField()),
                ("member_id", models.UUIDField()),
                ("is_approved", models.BooleanField()),
                ("comment", models.TextField(blank=True, max_length=3000)),
                ("reviewed_at", models.DateTimeField()),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="playbooks.playbookdraft",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PlaybookVersion",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("organisation_id", models.UUIDField()),
                ("code", models.CharField(max_length=60)),
                ("number", models.PositiveIntegerField()),
                ("document", models.JSONField()),
                ("standard", models.JSONField(null=True)),
                ("reasons", models.JSONField(default=dict)),
                ("note", models.CharField(blank=True, max_length=500)),
                ("is_shared", models.BooleanField()),
                ("published_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation_id", "code", "number"), name="one_version_of_a_number"
                    )
                ],
            },
        ),
    ]
