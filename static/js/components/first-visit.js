// Remembers, in this tab alone, which address and which other site the visit began with: campaigns
// put their name there (utm_…). It is sent only with an inquiry, and gone with the tab.

const KEY = "jeevi.visit";

export function firstVisit() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY)) ?? {};
  } catch {
    return {};
  }
}

function remember() {
  const asked = [...new URLSearchParams(location.search)];
  const visit = Object.fromEntries(asked.filter(([name]) => name.startsWith("utm_")));
  const isFromElsewhere = document.referrer && !document.referrer.startsWith(location.origin);
  if (isFromElsewhere) visit.referrer = document.referrer;
  if (Object.keys(visit).length === 0) return;
  try {
    sessionStorage.setItem(KEY, JSON.stringify(visit));
  } catch {
    // Storage is closed to us: the inquiry arrives without it.
  }
}

remember();
