// One style sheet for both directions: left and right become start and end.
import postcss from "postcss";

const PROPERTIES = {
  left: "inset-inline-start",
  right: "inset-inline-end",
  "border-top-left-radius": "border-start-start-radius",
  "border-top-right-radius": "border-start-end-radius",
  "border-bottom-left-radius": "border-end-start-radius",
  "border-bottom-right-radius": "border-end-end-radius",
};
for (const [side, end] of [["left", "start"], ["right", "end"]]) {
  for (const box of ["margin", "padding", "scroll-margin", "scroll-padding"]) {
    PROPERTIES[`${box}-${side}`] = `${box}-inline-${end}`;
  }
  for (const part of ["", "-color", "-style", "-width"]) {
    PROPERTIES[`border-${side}${part}`] = `border-inline-${end}${part}`;
  }
}
const VALUES = {
  "text-align": { left: "start", right: "end" },
  float: { left: "inline-start", right: "inline-end" },
  clear: { left: "inline-start", right: "inline-end" },
};
const FOUR_SIDES = {
  margin: ["margin-top", "margin-inline-end", "margin-bottom", "margin-inline-start"],
  padding: ["padding-top", "padding-inline-end", "padding-bottom", "padding-inline-start"],
  "border-width": [
    "border-top-width",
    "border-inline-end-width",
    "border-bottom-width",
    "border-inline-start-width",
  ],
  "border-radius": [
    "border-start-start-radius",
    "border-start-end-radius",
    "border-end-end-radius",
    "border-end-start-radius",
  ],
};

function logical(declaration) {
  const { prop, value } = declaration;
  // Something centred by 50 % and a translation is centred in both directions.
  if ((prop === "left" || prop === "right") && value.startsWith("50%")) return;
  if (PROPERTIES[prop]) {
    declaration.prop = PROPERTIES[prop];
  } else if (VALUES[prop]?.[value]) {
    declaration.value = VALUES[prop][value];
  } else if (FOUR_SIDES[prop]) {
    const sides = postcss.list.space(value);
    const symmetric = prop === "border-radius" ? false : sides[1] === sides[3];
    if (sides.length !== 4 || symmetric || value.includes("/")) return;
    FOUR_SIDES[prop].forEach((side, index) =>
      declaration.cloneBefore({ prop: side, value: sides[index] }),
    );
    declaration.remove();
  } else if (/\b(left|right)\b/.test(value) && !value.includes("url(")) {
    console.warn(`  stays physical: ${declaration.parent.selector} { ${prop}: ${value} }`);
  }
}

export default { postcssPlugin: "logical", Declaration: logical };
