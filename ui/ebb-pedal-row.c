/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-pedal-row.h"

#include "ebb-settings.h"
#include "ebb-widgets.h"

#include <glib/gi18n-lib.h>

struct _EbbPedalRow {
  AdwActionRow parent_instance;
  GtkWidget *learn, *forget; /* borrowed: in the tree */
  gboolean learning;
};

G_DEFINE_FINAL_TYPE (EbbPedalRow, ebb_pedal_row, ADW_TYPE_ACTION_ROW)

/* Without these nobody could use the program by keyboard while a cuff is tight. */
static gboolean
is_needed_otherwise (guint keyval)
{
  return keyval == GDK_KEY_Tab || keyval == GDK_KEY_ISO_Left_Tab || keyval == GDK_KEY_Return
         || keyval == GDK_KEY_KP_Enter || keyval == GDK_KEY_space;
}

static void
show (EbbPedalRow *self)
{
  g_autoptr (GVariant) value =
      ebb_settings_get (ebb_settings_get_default (), EBB_SETTING_STOP_KEYS);
  g_autofree const char **names = g_variant_get_strv (value, NULL);
  g_autofree char *list = g_strjoinv (", ", (char **) names);
  g_autofree char *text =
      self->learning     ? g_strdup (_ ("Press the pedal now. Esc: leave it as it was."))
      : names[0] != NULL ? g_strdup_printf (_ ("Stops while a cuff is tight: %s"), list)
                         : g_strdup (_ ("None. A pedal that types a key can stop too."));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), text);
  gtk_button_set_label (GTK_BUTTON (self->learn), self->learning ? _ ("Cancel") : _ ("Add a key"));
  gtk_widget_set_visible (self->forget, names[0] != NULL && !self->learning);
}

static void
learn (EbbPedalRow *self, const char *name)
{
  EbbSettings *settings = ebb_settings_get_default ();
  g_autoptr (GVariant) value = ebb_settings_get (settings, EBB_SETTING_STOP_KEYS);
  g_autofree const char **names = g_variant_get_strv (value, NULL);
  if (g_strv_contains (names, name))
    return;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_strv_builder_addv (builder, names);
  g_strv_builder_add (builder, name);
  g_auto (GStrv) next = g_strv_builder_end (builder);
  ebb_settings_set (settings, EBB_SETTING_STOP_KEYS,
                    g_variant_new_strv ((const char *const *) next, -1));
}

static gboolean
on_key_pressed_cb (GtkEventControllerKey *keys, guint keyval, guint keycode, GdkModifierType state,
                   EbbPedalRow *self)
{
  if (!self->learning)
    return GDK_EVENT_PROPAGATE;
  const char *name = gdk_keyval_name (gdk_keyval_to_lower (keyval));
  if (is_needed_otherwise (keyval) || name == NULL) {
    adw_action_row_set_subtitle (ADW_ACTION_ROW (self),
                                 _ ("Tab, Enter and the space bar are needed otherwise. Press "
                                    "another key, or Esc."));
    return GDK_EVENT_STOP;
  }
  if (keyval != GDK_KEY_Escape)
    learn (self, name);
  self->learning = FALSE;
  show (self);
  return GDK_EVENT_STOP;
}

static void
on_learn_cb (GtkButton *button, EbbPedalRow *self)
{
  self->learning = !self->learning;
  show (self);
}

static void
on_forget_cb (GtkButton *button, EbbPedalRow *self)
{
  ebb_settings_set (ebb_settings_get_default (), EBB_SETTING_STOP_KEYS,
                    g_variant_new_strv (NULL, 0));
  show (self);
}

/* The key may come to whatever is focused: the row listens at the window. */
static void
ebb_pedal_row_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (ebb_pedal_row_parent_class)->root (widget);
  GtkEventController *keys = gtk_event_controller_key_new ();
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (on_key_pressed_cb), widget, 0);
  gtk_widget_add_controller (GTK_WIDGET (gtk_widget_get_root (widget)), keys);
}

static void
ebb_pedal_row_class_init (EbbPedalRowClass *class)
{
  GTK_WIDGET_CLASS (class)->root = ebb_pedal_row_root;
}

static void
ebb_pedal_row_init (EbbPedalRow *self)
{
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), _ ("Pedal"));
  self->forget = ebb_button_new (_ ("Forget"), "touch", NULL);
  self->learn = ebb_button_new ("", "touch", NULL);
  gtk_widget_set_valign (self->forget, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (self->learn, GTK_ALIGN_CENTER);
  g_signal_connect (self->forget, "clicked", G_CALLBACK (on_forget_cb), self);
  g_signal_connect (self->learn, "clicked", G_CALLBACK (on_learn_cb), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->forget);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->learn);
  show (self);
}

GtkWidget *
ebb_pedal_row_new (void)
{
  return g_object_new (EBB_TYPE_PEDAL_ROW, NULL);
}
