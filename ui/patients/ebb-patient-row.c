/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-patient-row.h"

#include "ebb-format.h"
#include "ebb-settings.h"
#include "ebb-widgets.h"

#include <string.h>

#define ISOLATED    "\u2068%s\u2069"
/* From .patient-row-name to .patient-row-line, see patients.css. */
#define FACTS_SCALE (0.9 / 1.05)
/* The least height of a row: .patient-row-body with its padding. */
#define ROW_PX      56

struct _EbbPatientRowBox {
  GtkBox parent_instance;
  GtkWidget *heading, *upper, *line; /* inside */
  EbbPatientItem *item;
};

enum { OPENED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (EbbPatientRowBox, ebb_patient_row, GTK_TYPE_BOX)

static void
on_released (EbbPatientRowBox *self)
{
  g_signal_emit (self, signals[OPENED], 0);
}

static void
patient_row_dispose (GObject *object)
{
  g_clear_object (&EBB_PATIENT_ROW (object)->item);
  G_OBJECT_CLASS (ebb_patient_row_parent_class)->dispose (object);
}

static void
ebb_patient_row_class_init (EbbPatientRowBoxClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = patient_row_dispose;
  signals[OPENED] = g_signal_new ("opened", EBB_TYPE_PATIENT_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);
}

/* One line each: a row's height never depends on its text, and so nothing is measured when each key
 * changes every row. */
static GtkWidget *
make_line (const char *css_class)
{
  GtkWidget *line = gtk_inscription_new (NULL);

  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (line),
                                     GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_inscription_set_min_chars (GTK_INSCRIPTION (line), 0);
  gtk_inscription_set_nat_chars (GTK_INSCRIPTION (line), 30);
  gtk_inscription_set_xalign (GTK_INSCRIPTION (line), 0);
  gtk_widget_add_css_class (line, css_class);
  return line;
}

/* The name stands out, what tells people of one name apart follows it: as large as the line below,
 * for each size and weight is a font of its own to find and to draw from. */
static void
show_upper (EbbPatientRowBox *self, const char *name, const char *facts)
{
  /* A name from right to left keeps its direction to itself: it must not turn the date around. */
  gboolean backwards = ebb_text_runs_backwards (name);
  g_autofree char *shown = backwards ? g_strdup_printf (ISOLATED, name) : g_strdup (name);
  g_autofree char *text = g_strdup_printf ("%s   %s", shown, facts);
  PangoAttrList *attributes = pango_attr_list_new ();
  PangoAttribute *plain = pango_attr_weight_new (PANGO_WEIGHT_NORMAL);
  PangoAttribute *small = pango_attr_scale_new (FACTS_SCALE);
  PangoAttribute *dim = pango_attr_foreground_alpha_new (G_MAXUINT16 * 75 / 100);

  plain->start_index = small->start_index = dim->start_index = (guint) strlen (shown);
  pango_attr_list_insert (attributes, plain);
  pango_attr_list_insert (attributes, small);
  pango_attr_list_insert (attributes, dim);
  gtk_inscription_set_text (GTK_INSCRIPTION (self->upper), text);
  gtk_inscription_set_attributes (GTK_INSCRIPTION (self->upper), attributes);
  pango_attr_list_unref (attributes);
}

static void
ebb_patient_row_init (EbbPatientRowBox *self)
{
  GtkWidget *body = gtk_box_new (GTK_ORIENTATION_VERTICAL, 1);
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  self->heading = ebb_label_new ("", "patient-row-heading", NULL);
  self->upper = make_line ("patient-row-name");
  self->line = make_line ("patient-row-line");
  gtk_box_append (GTK_BOX (body), self->upper);
  gtk_box_append (GTK_BOX (body), self->line);
  gtk_widget_add_css_class (body, "patient-row-body");
  gtk_box_append (GTK_BOX (self), self->heading);
  gtk_box_append (GTK_BOX (self), body);
  g_signal_connect_swapped (click, "released", G_CALLBACK (on_released), self);
  gtk_widget_add_controller (body, GTK_EVENT_CONTROLLER (click));
}

GtkWidget *
ebb_patient_row_new (void)
{
  return g_object_new (EBB_TYPE_PATIENT_ROW, NULL);
}

static void
show_item (EbbPatientRowBox *self, EbbPatientItem *item)
{
  const char *heading = ebb_patient_item_get_heading (item);
  g_autofree char *spoken =
      g_strdup_printf ("%s, %s, %s", ebb_patient_item_get_name (item),
                       ebb_patient_item_get_facts (item), ebb_patient_item_get_line (item));

  ebb_label_update (self->heading, heading != NULL ? heading : "");
  gtk_widget_set_visible (self->heading, heading != NULL);
  show_upper (self, ebb_patient_item_get_name (item), ebb_patient_item_get_facts (item));
  gtk_inscription_set_text (GTK_INSCRIPTION (self->line), ebb_patient_item_get_line (item));
  ebb_widget_set_accessible (GTK_WIDGET (self), spoken, NULL);
  /* The focus stands on the cell around the row, which GTK 4.8 leaves without a name. */
  if (gtk_widget_get_parent (GTK_WIDGET (self)) != NULL)
    ebb_widget_set_accessible (gtk_widget_get_parent (GTK_WIDGET (self)), spoken, NULL);
}

void
ebb_patient_row_set_item (EbbPatientRowBox *self, EbbPatientItem *item)
{
  g_return_if_fail (EBB_IS_PATIENT_ROW (self));

  if (g_set_object (&self->item, item) && item != NULL)
    show_item (self, item);
}

EbbPatientItem *
ebb_patient_row_get_item (EbbPatientRowBox *self)
{
  g_return_val_if_fail (EBB_IS_PATIENT_ROW (self), NULL);

  return self->item;
}

guint
ebb_patient_row_count_in_window (guint most)
{
  EbbSettings *settings = ebb_settings_get_default ();
  g_autoptr (GVariant) height = ebb_settings_get (settings, EBB_SETTING_HEIGHT);
  g_autoptr (GVariant) maximized = ebb_settings_get (settings, EBB_SETTING_MAXIMIZED);
  int n = g_variant_get_int32 (height) / ROW_PX;

  return g_variant_get_boolean (maximized) ? most : (guint) CLAMP (n, 1, (int) most);
}
