/** Loaded before the unit tests, most of whose code runs once: with V8's patience of the product they need a seventh less. */
import { optimiseLater } from "../server/src/host/v8Options.ts";

optimiseLater();
