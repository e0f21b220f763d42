// What pages do besides being read. All of it is a convenience: everything works without.

import { Button } from "govuk-frontend/dist/govuk/components/button/button.mjs";
import { CharacterCount } from "govuk-frontend/dist/govuk/components/character-count/character-count.mjs";
import { ErrorSummary } from "govuk-frontend/dist/govuk/components/error-summary/error-summary.mjs";
import { PasswordInput } from "govuk-frontend/dist/govuk/components/password-input/password-input.mjs";
import { SkipLink } from "govuk-frontend/dist/govuk/components/skip-link/skip-link.mjs";
import { begin } from "./own.mjs";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
for (const Component of [SkipLink, ErrorSummary, Button, PasswordInput, CharacterCount]) {
  for (const element of document.querySelectorAll(`[data-module="${Component.moduleName}"]`)) {
    try {
      new Component(element);
    } catch (error) {
      console.error(error); // one part that can't start must not stop the others
    }
  }
}
begin();
