from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("learning", "0004_deleting_a_lesson_lets_go_of_its_revisions"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="lessonpage",
            index=models.Index(
                fields=["page_ptr"],
                condition=models.Q(free_preview=True),
                name="learning_lesson_free_preview",
            ),
        ),
    ]
