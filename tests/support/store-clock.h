/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The monotonic clock for a store under test: what the application hands in, in its plainest form.
 */
#pragma once

#include "ebb-store.h"

extern const EbbStoreTime store_clock;
