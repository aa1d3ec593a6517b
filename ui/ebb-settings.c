/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-settings.h"

#define SCHEMA "io.github.ebbclinic.Ebb"

struct _EbbSettings {
  GObject parent_instance;
  GSettings *stored;  /* owned; NULL where the schema is not installed */
  GHashTable *memory; /* owned: key -> GVariant; what stands in for it */
};

G_DEFINE_FINAL_TYPE (EbbSettings, ebb_settings, G_TYPE_OBJECT)

/* The same as in the schema, in GVariant's text form. */
static const struct {
  const char *key, *value;
} defaults[] = {
  { EBB_SETTING_WIDTH, "1366" },       { EBB_SETTING_HEIGHT, "768" },
  { EBB_SETTING_MAXIMIZED, "false" },  { EBB_SETTING_OPERATOR, "''" },
  { EBB_SETTING_PORT, "''" },          { EBB_SETTING_APPEARANCE, "'system'" },
  { EBB_SETTING_STOP_KEYS, "@as []" }, { EBB_SETTING_PAPER, "''" },
  { EBB_SETTING_CUES, "true" },        { EBB_SETTING_CUE_VOLUME, "60" },
};

static guint changed_signal;

static void
ebb_settings_finalize (GObject *object)
{
  EbbSettings *self = EBB_SETTINGS (object);
  g_clear_object (&self->stored);
  g_clear_pointer (&self->memory, g_hash_table_unref);
  G_OBJECT_CLASS (ebb_settings_parent_class)->finalize (object);
}

static void
ebb_settings_class_init (EbbSettingsClass *class)
{
  G_OBJECT_CLASS (class)->finalize = ebb_settings_finalize;
  changed_signal = g_signal_new ("changed", EBB_TYPE_SETTINGS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
on_stored_changed_cb (GSettings *stored, const char *key, EbbSettings *self)
{
  g_signal_emit (self, changed_signal, 0, key);
}

/* An older installed schema may lack a key, and GSettings ends the program over one. */
static gboolean
has_all_keys (GSettingsSchema *schema)
{
  for (gsize i = 0; i < G_N_ELEMENTS (defaults); i++)
    if (!g_settings_schema_has_key (schema, defaults[i].key))
      return FALSE;
  return TRUE;
}

static void
ebb_settings_init (EbbSettings *self)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema =
      source ? g_settings_schema_source_lookup (source, SCHEMA, TRUE) : NULL;
  if (schema != NULL && has_all_keys (schema)) {
    self->stored = g_settings_new_full (schema, NULL, NULL);
    g_signal_connect (self->stored, "changed", G_CALLBACK (on_stored_changed_cb), self);
    return;
  }
  self->memory =
      g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_variant_unref);
  for (gsize i = 0; i < G_N_ELEMENTS (defaults); i++)
    g_hash_table_insert (self->memory, (gpointer) defaults[i].key,
                         g_variant_ref_sink (g_variant_new_parsed (defaults[i].value)));
}

EbbSettings *
ebb_settings_get_default (void)
{
  static EbbSettings *settings;
  if (settings == NULL)
    settings = g_object_new (EBB_TYPE_SETTINGS, NULL);
  return settings;
}

GVariant *
ebb_settings_get (EbbSettings *self, const char *key)
{
  if (self->stored != NULL)
    return g_settings_get_value (self->stored, key);
  GVariant *value = g_hash_table_lookup (self->memory, key);
  g_return_val_if_fail (value != NULL, NULL);
  return g_variant_ref (value);
}

void
ebb_settings_set (EbbSettings *self, const char *key, GVariant *value)
{
  g_autoptr (GVariant) held = g_variant_ref_sink (value);
  if (self->stored != NULL) {
    g_settings_set_value (self->stored, key, held);
    return;
  }
  gpointer own_key;
  gboolean found = g_hash_table_lookup_extended (self->memory, key, &own_key, NULL);
  g_return_if_fail (found);
  g_hash_table_insert (self->memory, own_key, g_steal_pointer (&held));
  g_signal_emit (self, changed_signal, 0, key);
}

char *
ebb_settings_get_text (const char *key)
{
  g_autoptr (GVariant) value = ebb_settings_get (ebb_settings_get_default (), key);
  return g_variant_dup_string (value, NULL);
}

void
ebb_settings_set_text (const char *key, const char *value)
{
  ebb_settings_set (ebb_settings_get_default (), key, g_variant_new_string (value ? value : ""));
}
