<?xml version="1.0" encoding="utf-8"?>
<!-- Copies an XML documentation file without the members that are not in the list of the public API. Overloads have one name. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:output method="xml" encoding="utf-8" />
  <!-- Names without type parameters and digits, each between two bars. -->
  <xsl:param name="api" />

  <xsl:template match="@*|node()">
    <xsl:copy>
      <xsl:apply-templates select="@*|node()" />
    </xsl:copy>
  </xsl:template>

  <xsl:template match="member">
    <xsl:variable name="name" select="translate(substring-before(concat(substring-after(@name, ':'), '('), '('), '`0123456789', '')" />
    <xsl:variable name="operator" select="concat(substring-before($name, '.op_'), '.op_')" />
    <xsl:if test="contains($api, concat('|', $name, '|')) or (contains($name, '.op_') and contains($api, concat('|', $operator, '|')))">
      <xsl:copy>
        <xsl:apply-templates select="@*|node()" />
      </xsl:copy>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
