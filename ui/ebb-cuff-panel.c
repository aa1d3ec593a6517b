/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-cuff-panel.h"

#include "ebb-cuff-words.h"
#include "ebb-live-tick.h"
#include "ebb-port-watch.h"
#include "ebb-settings.h"
#include "ebb-widgets.h"

#include <glib/gi18n-lib.h>

#define PORT_KEY "ebb-port"

typedef enum { FACT_DEVICE, FACT_SELF_TEST, FACT_ZERO, FACT_PORT, FACT_LINK, N_FACTS } Fact;

struct _EbbCuffPanel {
  AdwBin parent_instance;
  EbbDesk *desk;       /* owned */
  EbbPortWatch *watch; /* owned; NULL while nobody looks */

  GtkWidget *headline, *simulated, *manual, *problem, *grid, *by_hand; /* borrowed: in the tree */
  GtkWidget *facts[N_FACTS];
  GtkWidget *ports, *no_ports;
};

G_DEFINE_FINAL_TYPE (EbbCuffPanel, ebb_cuff_panel, ADW_TYPE_BIN)

static void
show_fact (EbbCuffPanel *self, Fact fact, const char *text)
{
  ebb_label_update (self->facts[fact], text);
}

/* Since the cuff was connected; a frame that got lost is repeated, so none of this is an alarm. */
static void
show_link (EbbCuffPanel *self)
{
  CuffLinkQuality quality;
  if (!ebb_cuff_get_quality (ebb_desk_get_cuff (self->desk), &quality)) {
    show_fact (self, FACT_LINK, _ ("unknown"));
    return;
  }
  g_autofree char *text =
      quality.n_damaged + quality.n_missing + quality.n_late == 0
          ? g_strdup (_ ("good, nothing lost"))
          /* TRANSLATORS: frames on the cable, since the cuff was connected. */
          : g_strdup_printf (_ ("%u missing, %u damaged, %u late, of %u"), quality.n_missing,
                             quality.n_damaged, quality.n_late, quality.n_reports);
  show_fact (self, FACT_LINK, text);
}

static void
show_cuff (GtkWidget *widget, const EbbCuffView *view, gint64 now_us)
{
  EbbCuffPanel *self = EBB_CUFF_PANEL (widget);
  gboolean known = view->state == EBB_CUFF_CONNECTED;
  g_autofree char *headline = ebb_cuff_words_chip (view);
  ebb_label_update (self->headline, headline);
  gtk_widget_set_visible (self->simulated, view->simulated);
  gtk_widget_set_visible (self->manual, view->manual);
  gtk_widget_set_visible (self->grid, !view->manual);
  gtk_widget_set_visible (self->problem, view->problem != NULL);
  ebb_label_update (self->problem, view->problem ? view->problem : "");
  show_fact (self, FACT_DEVICE, view->device ? view->device : _ ("unknown"));
  show_fact (self, FACT_SELF_TEST,
             !known               ? _ ("unknown")
             : view->self_test_ok ? _ ("passed")
                                  : _ ("not passed"));
  show_fact (self, FACT_ZERO,
             !known          ? _ ("unknown")
             : view->zero_ok ? _ ("within 3 mmHg")
                             : _ ("not shown yet, or off by more than 3 mmHg"));
  show_fact (self, FACT_PORT, view->port ? view->port : _ ("none chosen"));
  show_link (self);
  gtk_widget_set_sensitive (self->ports, !view->at_risk);
  gtk_widget_set_sensitive (self->by_hand, !view->at_risk);
}

/* Ports -------------------------------------------------------------------------------------- */

static void
on_port_clicked_cb (GtkButton *button, EbbCuffPanel *self)
{
  const char *port = g_object_get_data (G_OBJECT (button), PORT_KEY);
  if (!ebb_cuff_connect (ebb_desk_get_cuff (self->desk), port))
    return; /* something is at risk: the panel and the stop bar say so */
  ebb_settings_set_text (EBB_SETTING_PORT, port);
  gtk_popover_popdown (GTK_POPOVER (gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_POPOVER)));
}

static GtkWidget *
make_choice (EbbCuffPanel *self, const char *title, const char *words, const char *port)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *where = ebb_label_new (words, "dim-label", NULL);
  gtk_label_set_max_width_chars (GTK_LABEL (where), 44);
  gtk_box_append (GTK_BOX (box), ebb_label_new (title, "heading", NULL));
  gtk_box_append (GTK_BOX (box), where);
  GtkWidget *button = gtk_button_new ();
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "touch");
  gtk_widget_add_css_class (button, "port");
  g_object_set_data_full (G_OBJECT (button), PORT_KEY, g_strdup (port), g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (on_port_clicked_cb), self);
  return button;
}

static GtkWidget *
make_port_button (EbbCuffPanel *self, const EbbCuffPort *port)
{
  g_autofree char *where = port->usable
                               ? g_strdup (port->path)
                               /* TRANSLATORS: %s is a port. */
                               : g_strdup_printf (_ ("%s · this user may not open it"), port->path);
  GtkWidget *button = make_choice (self, port->description, where, port->path);
  gtk_widget_set_sensitive (button, port->usable);
  g_autofree char *name = g_strdup_printf (_ ("Connect %s"), port->description);
  ebb_widget_set_accessible (button, name, where);
  return button;
}

/* Clinic, cuffs: any cuff that a person fills and reads; not those that fill themselves. */
static GtkWidget *
make_manual_button (EbbCuffPanel *self)
{
  const char *title = _ ("No cable: read by hand");
  const char *words = _ ("Any brand's cuff, or a blood-pressure cuff with a hand bulb: you pump, "
                         "read the gauge and open the valve. Automatic blood-pressure monitors "
                         "cannot hold a set.");
  GtkWidget *button = make_choice (self, title, words, EBB_CUFF_PORT_MANUAL);
  ebb_widget_set_accessible (button, title, words);
  return button;
}

static void
on_ports_changed_cb (EbbPortWatch *watch, EbbCuffPanel *self)
{
  GPtrArray *ports = ebb_port_watch_get_ports (watch);
  GtkWidget *child;
  while ((child = gtk_widget_get_first_child (self->ports)) != NULL)
    gtk_box_remove (GTK_BOX (self->ports), child);
  for (guint i = 0; i < ports->len; i++)
    gtk_box_append (GTK_BOX (self->ports), make_port_button (self, g_ptr_array_index (ports, i)));
  ebb_label_update (self->no_ports, ports->len == 0
                                        ? _ ("No port found. Plug the cuff in; it appears here.")
                                        : _ ("Choose where the cuff is plugged in:"));
}

/* Only while somebody looks. */
static void
look_for_ports (EbbCuffPanel *self)
{
  if (self->watch != NULL)
    return;
  if (ebb_clock_is_virtual (ebb_desk_get_clock (self->desk))) {
    ebb_label_update (self->no_ports,
                      _ ("This is the practice clinic with a simulated cuff. To use a real "
                         "cuff, close Ebb and open it from the applications menu."));
    gtk_widget_set_visible (self->by_hand, FALSE);
    return; /* virtual time never drives a real cuff */
  }
  ebb_label_update (self->no_ports, _ ("Looking for ports…"));
  self->watch = ebb_port_watch_new (NULL, NULL);
  g_signal_connect (self->watch, "changed", G_CALLBACK (on_ports_changed_cb), self);
}

static void
look_away (EbbCuffPanel *self)
{
  if (self->watch == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->watch, self);
  g_object_run_dispose (G_OBJECT (self->watch));
  g_clear_object (&self->watch);
}

/* Make --------------------------------------------------------------------------------------- */

static void
ebb_cuff_panel_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (ebb_cuff_panel_parent_class)->map (widget);
  look_for_ports (EBB_CUFF_PANEL (widget));
}

static void
ebb_cuff_panel_unmap (GtkWidget *widget)
{
  look_away (EBB_CUFF_PANEL (widget));
  GTK_WIDGET_CLASS (ebb_cuff_panel_parent_class)->unmap (widget);
}

static void
ebb_cuff_panel_dispose (GObject *object)
{
  EbbCuffPanel *self = EBB_CUFF_PANEL (object);
  look_away (self);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (ebb_cuff_panel_parent_class)->dispose (object);
}

static void
ebb_cuff_panel_class_init (EbbCuffPanelClass *class)
{
  G_OBJECT_CLASS (class)->dispose = ebb_cuff_panel_dispose;
  GTK_WIDGET_CLASS (class)->map = ebb_cuff_panel_map;
  GTK_WIDGET_CLASS (class)->unmap = ebb_cuff_panel_unmap;
}

static void
ebb_cuff_panel_init (EbbCuffPanel *self)
{
}

static GtkWidget *
make_facts (EbbCuffPanel *self)
{
  static const char *const names[N_FACTS] = {
    [FACT_DEVICE] = N_ ("Device"), [FACT_SELF_TEST] = N_ ("Self-test"), [FACT_ZERO] = N_ ("Zero"),
    [FACT_PORT] = N_ ("Port"),     [FACT_LINK] = N_ ("Link"),
  };
  GtkWidget *grid = self->grid = gtk_grid_new ();
  gtk_grid_set_row_spacing (GTK_GRID (grid), 6);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 18);
  for (guint i = 0; i < N_FACTS; i++) {
    self->facts[i] = ebb_label_new ("", NULL, NULL);
    gtk_label_set_max_width_chars (GTK_LABEL (self->facts[i]), 32);
    gtk_grid_attach (GTK_GRID (grid), ebb_label_new (_ (names[i]), "dim-label", NULL), 0, (int) i,
                     1, 1);
    gtk_grid_attach (GTK_GRID (grid), self->facts[i], 1, (int) i, 1, 1);
  }
  return grid;
}

static GtkWidget *
make_words (const char *text, const char *css_class)
{
  GtkWidget *label = ebb_label_new (text, css_class, NULL);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 44);
  return label;
}

GtkWidget *
ebb_cuff_panel_new (EbbDesk *desk)
{
  EbbCuffPanel *self = g_object_new (EBB_TYPE_CUFF_PANEL, NULL);
  self->desk = g_object_ref (desk);
  self->headline = make_words ("", "title-3");
  self->simulated =
      make_words (_ ("No air moves, and no number here is about a limb."), "simulated");
  self->manual = make_words (_ ("Every pressure is what a person reads on the gauge. Nothing opens "
                                "the valve by itself."),
                             "dim-label");
  self->problem = make_words ("", "problem");
  self->no_ports = make_words ("", "dim-label");
  self->ports = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  self->by_hand = make_manual_button (self);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *const rows[] = { self->headline,    self->simulated,
                              self->manual,      self->problem,
                              make_facts (self), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL),
                              self->no_ports,    self->ports,
                              self->by_hand };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    gtk_box_append (GTK_BOX (box), rows[i]);
  adw_bin_set_child (ADW_BIN (self), box);
  ebb_live_tick_add (GTK_WIDGET (self), desk, show_cuff);
  return GTK_WIDGET (self);
}
