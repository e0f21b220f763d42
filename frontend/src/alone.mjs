// The whole script of a build without GOV.UK Frontend.

import { begin } from "./own.js";

document.body.classList.add("js-enabled");
begin();
