/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-condition-pick.h"

#include "ebb-defined.h"
#include "ebb-flow.h"
#include "ebb-plan-text.h"
#include "ebb-widgets.h"

#include <glib/gi18n-lib.h>

#define MATCHES_MAX   6
#define BUTTON_MIN_PX 260
#define SPACING_PX    8
#define ID_KEY        "ebb-condition-id"

struct _EbbConditionPick {
  GtkBox parent_instance;
  EbbCodeList *list; /* NULL when it cannot be read: then nothing is found */
  GString *ids;
  GtkWidget *chosen, *entry, *found, *nothing; /* children */
};

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (EbbConditionPick, ebb_condition_pick, GTK_TYPE_BOX)

static void show (EbbConditionPick *self);

static void
on_chosen (EbbConditionPick *self, GtkWidget *button)
{
  const char *id = g_object_get_data (G_OBJECT (button), ID_KEY);

  if (self->ids->len > 0)
    g_string_append_c (self->ids, ' ');
  g_string_append (self->ids, id);
  gtk_widget_grab_focus (self->entry);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  show (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_taken_away (EbbConditionPick *self, GtkWidget *button)
{
  const char *id = g_object_get_data (G_OBJECT (button), ID_KEY);
  g_auto (GStrv) ids = g_strsplit (self->ids->str, " ", -1);

  g_string_truncate (self->ids, 0);
  for (guint i = 0; ids[i] != NULL; i++)
    if (!g_str_equal (ids[i], id))
      g_string_append_printf (self->ids, "%s%s", self->ids->len > 0 ? " " : "", ids[i]);
  gtk_widget_grab_focus (self->entry);
  show (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static GtkWidget *
make_button (EbbConditionPick *self, const char *id, const char *name, gboolean is_chosen)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *label = ebb_label_new (name, NULL, NULL);
  g_autofree char *spoken =
      is_chosen ? g_strdup_printf (_ ("Take away %s"), name) : g_strdup (name);

  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name (is_chosen ? "window-close-symbolic"
                                                                         : "list-add-symbolic"));
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "touch");
  ebb_widget_set_class (button, "plan-chosen", is_chosen);
  ebb_widget_set_accessible (button, spoken, NULL);
  g_object_set_data_full (G_OBJECT (button), ID_KEY, g_strdup (id), g_free);
  g_signal_connect_swapped (button, "clicked",
                            is_chosen ? G_CALLBACK (on_taken_away) : G_CALLBACK (on_chosen), self);
  return button;
}

static void
show_chosen (EbbConditionPick *self)
{
  g_auto (GStrv) ids = g_strsplit (self->ids->str, " ", -1);

  ebb_columns_clear (EBB_COLUMNS (self->chosen));
  for (guint i = 0; ids[i] != NULL; i++) {
    const EbbCode *code = self->list != NULL ? ebb_code_list_find (self->list, ids[i]) : NULL;

    if (*ids[i] != '\0')
      ebb_columns_append (
          EBB_COLUMNS (self->chosen),
          make_button (self, ids[i], code != NULL ? ebb_defined (code->name) : ids[i], TRUE));
  }
  gtk_widget_set_visible (self->chosen, self->ids->len > 0);
}

static void
show (EbbConditionPick *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  g_autoptr (GPtrArray) found =
      self->list != NULL ? ebb_conditions_search (self->list, text, self->ids->str, MATCHES_MAX)
                         : g_ptr_array_new ();

  show_chosen (self);
  ebb_columns_clear (EBB_COLUMNS (self->found));
  for (guint i = 0; i < found->len; i++) {
    const EbbCode *code = g_ptr_array_index (found, i);

    ebb_columns_append (EBB_COLUMNS (self->found),
                        make_button (self, code->id, ebb_defined (code->name), FALSE));
  }
  gtk_widget_set_visible (self->found, found->len > 0);
  gtk_widget_set_visible (self->nothing, *text != '\0' && found->len == 0);
}

/* Enter takes the first that is found. */
static void
on_activate (EbbConditionPick *self)
{
  GtkWidget *first = gtk_widget_get_first_child (self->found);

  if (first != NULL && gtk_widget_get_visible (self->found))
    on_chosen (self, first);
}

static gboolean
condition_pick_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (EBB_CONDITION_PICK (widget)->entry);
}

static void
condition_pick_finalize (GObject *object)
{
  EbbConditionPick *self = EBB_CONDITION_PICK (object);

  ebb_code_list_free (self->list);
  g_string_free (self->ids, TRUE);
  G_OBJECT_CLASS (ebb_condition_pick_parent_class)->finalize (object);
}

static void
ebb_condition_pick_class_init (EbbConditionPickClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = condition_pick_finalize;
  GTK_WIDGET_CLASS (klass)->grab_focus = condition_pick_grab_focus;
  signals[CHANGED] = g_signal_new ("changed", EBB_TYPE_CONDITION_PICK, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
ebb_condition_pick_init (EbbConditionPick *self)
{
  self->list = ebb_code_list_load_builtin (EBB_LIST_CONDITIONS, NULL);
  self->ids = g_string_new (NULL);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), SPACING_PX);
  self->chosen = ebb_columns_new (2, BUTTON_MIN_PX, SPACING_PX);
  self->found = ebb_columns_new (2, BUTTON_MIN_PX, SPACING_PX);
  self->nothing = ebb_label_new (_ ("Nothing in the list. The diagnosis may say it in words."),
                                 "patient-dim", NULL);
}

GtkWidget *
ebb_condition_pick_new (const char *name, const char *placeholder)
{
  EbbConditionPick *self = g_object_new (EBB_TYPE_CONDITION_PICK, NULL);

  self->entry = gtk_search_entry_new ();
  gtk_widget_add_css_class (self->entry, "touch");
  g_object_set (self->entry, "placeholder-text", placeholder, NULL);
  ebb_widget_set_accessible (self->entry, name, NULL);
  g_signal_connect_swapped (self->entry, "changed", G_CALLBACK (show), self);
  g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (on_activate), self);
  gtk_box_append (GTK_BOX (self), self->chosen);
  gtk_box_append (GTK_BOX (self), self->entry);
  gtk_box_append (GTK_BOX (self), self->found);
  gtk_box_append (GTK_BOX (self), self->nothing);
  show (self);
  return GTK_WIDGET (self);
}

const char *
ebb_condition_pick_get (EbbConditionPick *self)
{
  g_return_val_if_fail (EBB_IS_CONDITION_PICK (self), NULL);

  return self->ids->len > 0 ? self->ids->str : NULL;
}

void
ebb_condition_pick_set (EbbConditionPick *self, const char *ids)
{
  g_return_if_fail (EBB_IS_CONDITION_PICK (self));

  if (g_strcmp0 (ids != NULL ? ids : "", self->ids->str) == 0)
    return;
  g_string_assign (self->ids, ids != NULL ? ids : "");
  show (self);
}
