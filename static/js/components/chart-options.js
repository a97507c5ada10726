// From the kind of chart and its numbers to what ECharts draws, in the colours of the tokens.

const SERIES_COLOURS = 6;

/** A token's colour as the browser computes it: ECharts can't read light-dark(). */
function paintOf(style) {
  const probe = document.createElement("span");
  document.body.append(probe);
  const read = (name) => {
    probe.style.color = style.getPropertyValue(name);
    return getComputedStyle(probe).color;
  };
  const paint = {
    ink: read("--ink"),
    soft: read("--ink-soft"),
    line: read("--line"),
    ground: read("--surface-overlay"),
    series: Array.from({ length: SERIES_COLOURS }, (_, index) => read(`--chart-${index + 1}`)),
  };
  probe.remove();
  return paint;
}

function ring({ labels, series }, paint) {
  return {
    legend: { orient: "vertical", right: 0, top: "middle", textStyle: { color: paint.ink }, icon: "circle" },
    series: [
      {
        type: "pie",
        radius: ["50%", "74%"],
        center: ["30%", "50%"],
        label: { show: false },
        itemStyle: { borderColor: paint.ground, borderWidth: 2 },
        data: labels.map((name, index) => ({ name, value: series[0].values[index] })),
      },
    ],
  };
}

/** Bars that carry their own words need no scale. */
function notedBars({ labels, series, notes }, paint) {
  return {
    grid: { left: 12, right: 110, top: 4, bottom: 4, containLabel: true },
    xAxis: { type: "value", show: false },
    yAxis: { type: "category", data: labels, inverse: true, axisTick: { show: false }, axisLine: { lineStyle: { color: paint.line } }, axisLabel: { color: paint.ink, width: 150, overflow: "truncate", interval: 0 } },
    series: series.map(({ name, values: data }) => ({
      name,
      data,
      type: "bar",
      barMaxWidth: 26,
      itemStyle: { borderRadius: 2 },
      label: { show: true, position: "right", color: paint.ink, formatter: ({ dataIndex }) => notes[dataIndex] },
    })),
  };
}

function axes(kind, numbers, paint) {
  const { labels, series, unit } = numbers;
  if (kind === "bars" && numbers.notes?.length) return notedBars(numbers, paint);
  const words = { type: "category", data: labels, axisTick: { show: false }, axisLine: { lineStyle: { color: paint.line } }, axisLabel: { color: paint.soft, hideOverlap: true } };
  const values = {
    type: "value",
    max: unit === "%" ? 100 : null,
    interval: unit === "%" ? 25 : null,
    minInterval: 1,
    splitNumber: 4,
    axisLabel: { color: paint.soft, formatter: unit === "%" ? "{value} %" : "{value}" },
    splitLine: { lineStyle: { color: paint.line } },
  };
  const lying = kind === "bars";
  return {
    grid: { left: lying ? 12 : kind === "bar" || kind === "stacked" ? 4 : 16, right: 24, top: series.length > 1 ? 40 : 16, bottom: 8, containLabel: true },
    legend: { show: series.length > 1, top: 0, left: 0, textStyle: { color: paint.ink }, icon: "roundRect", itemHeight: 8, itemWidth: 14 },
    xAxis: lying ? values : { ...words, boundaryGap: kind !== "line" && kind !== "area" },
    yAxis: lying ? { ...words, inverse: true } : values,
    series: series.map(({ name, values: data }) =>
      kind === "line" || kind === "area"
        ? { name, data, type: "line", symbolSize: 6, showSymbol: data.length < 20, lineStyle: { width: 2.5 }, areaStyle: kind === "area" ? { opacity: 0.14 } : undefined }
        : { name, data, type: "bar", barMaxWidth: 28, stack: kind === "stacked" ? "all" : undefined, itemStyle: { borderRadius: kind === "stacked" ? 0 : 2 } },
    ),
  };
}

export function optionsFor(kind, numbers, style) {
  const paint = paintOf(style);
  return {
    animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    animationDuration: 300,
    color: paint.series,
    textStyle: { fontFamily: style.fontFamily, color: paint.ink },
    tooltip: {
      trigger: kind === "ring" ? "item" : "axis",
      renderMode: "richText", // HTML tooltips need inline styles, which the site's policy forbids
      backgroundColor: paint.ground,
      borderColor: paint.line,
      textStyle: { color: paint.ink, fontFamily: style.fontFamily },
      valueFormatter: (value) => (numbers.unit ? `${value} ${numbers.unit}` : `${value}`),
    },
    ...(kind === "ring" ? ring(numbers, paint) : axes(kind, numbers, paint)),
  };
}
